// staff
