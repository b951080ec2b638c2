# ruff: noqa: E501  (tables read better on one line)
"""Common names by origin, most common first, for the household population. Long tails are built from stems."""

from __future__ import annotations

BOYS = {
    "gb": "Oliver Jack Harry George Noah Leo Arthur Charlie Jacob Thomas Oscar William James Henry Archie Theo Joshua Alfie "
    "Freddie Max Ethan Joseph Logan Isaac Samuel Alexander Daniel Benjamin Edward Lucas Finley Harrison Sebastian Mason "
    "Adam Dylan Zachary Riley Teddy David Toby Tommy Theodore Elijah Matthew Jenson Hugo Luca Jude Ryan Reuben Harvey "
    "Michael Rory Nathan Jake Callum Luke Connor Tyler Jamie Kai Cameron Liam Aaron Lewis Robert Stanley Frankie Owen "
    "Christopher Louis Elliot Ben Jayden Bobby Ronnie Blake Ellis Rowan Kian Ewan Gabriel Dominic Patrick Stephen Andrew "
    "Anthony Peter Paul Mark Simon Kevin Gary Stuart Craig Darren Lee Jason Philip Richard John Ian Neil Graham Alan Keith "
    "Corey Declan Brandon Kyle Rhys Sean Aidan Albie Ralph Wilfred Rupert Felix Jasper Ezra Caleb Otis Albert Sonny Roman",
    "muslim": "Mohammed Muhammad Ahmed Ali Ibrahim Yusuf Omar Hamza Hassan Hussain Abdullah Bilal Zain Ismail Adam Yahya "
    "Khalid Imran Usman Zayd Idris Musa Mustafa Amir Haroon Tariq Salman Rayyan Zakariya Faisal Junaid Abdul Kareem "
    "Mahmud Hamid Suleman Ayaan Isa Umar Asad Nabil Rashid Jamal Said Yunus",
    "indian": "Arjun Aarav Rohan Krish Dev Rahul Amit Vikram Raj Sanjay Kiran Nikhil Aryan Ishaan Harpreet Gurpreet Jaspal "
    "Manpreet Sukhdeep Karan Ravi Anil Deepak Suresh Mohit Pranav Varun Ajay Sunil Vivaan",
    "polish": "Jakub Filip Szymon Kacper Michal Mateusz Wojciech Piotr Tomasz Krzysztof Adam Aleksander Bartosz Oskar Igor "
    "Dawid Pawel Marcin Grzegorz Lukasz Maciej Rafal Marek Jan Antoni Oliwier",
    "african": "Emmanuel David Daniel Samuel Tunde Ade Chidi Emeka Kwame Kofi Kwesi Yaw Kelechi Oluwaseun Tobi Femi Segun "
    "Abdi Mohamed Abdirahman Elijah Joel Nathaniel Jeremiah Obinna Ikenna Tendai Tafara",
}
GIRLS = {
    "gb": "Olivia Amelia Isla Ava Emily Isabella Mia Poppy Ella Lily Jessica Sophie Grace Evie Sophia Freya Charlotte Ivy "
    "Daisy Alice Florence Sienna Isabelle Phoebe Evelyn Ruby Matilda Elsie Sofia Willow Chloe Rosie Harper Maya Millie "
    "Eva Scarlett Ellie Emma Imogen Esme Erin Layla Lucy Maisie Thea Molly Hannah Holly Eleanor Megan Abigail Bella Lola "
    "Amber Summer Zara Eliza Georgia Harriet Martha Rose Violet Penelope Nancy Amy Leah Lottie Orla Katie Anna Caitlin "
    "Kayleigh Paige Lauren Rebecca Rachel Laura Sarah Emma Claire Nicola Joanne Karen Tracey Sharon Julie Michelle Lisa "
    "Samantha Gemma Kelly Stacey Kirsty Natalie Victoria Elizabeth Catherine Helen Susan Amanda Alison Jennifer Heather "
    "Alisha Alicia Ellie-Mae Lexi Skye Tilly Aria Robyn Darcie Hallie Margot Arabella Bonnie Edith Ada Lyla Gracie Niamh",
    "muslim": "Fatima Aisha Maryam Zainab Khadija Amina Hana Sara Zahra Noor Safiya Amira Layla Yasmin Sumaya Hafsa Iqra "
    "Ruqayyah Asma Nadia Samira Rabia Bushra Shazia Farah Inaya Mariam Haleema Aaliyah Rukhsana Nasreen Shabana",
    "indian": "Priya Anaya Diya Aanya Simran Jasleen Kiran Meera Nisha Pooja Riya Saanvi Harleen Gurleen Neha Anjali Divya "
    "Kavita Sunita Deepa Manpreet Amandeep Navdeep Rajvir Isha Tara Leela",
    "polish": "Zuzanna Julia Maja Zofia Hanna Lena Alicja Amelia Oliwia Aleksandra Wiktoria Natalia Maria Anna Katarzyna "
    "Agnieszka Malgorzata Magdalena Joanna Monika Ewa Dorota Karolina Weronika Gabriela",
    "african": "Grace Blessing Precious Esther Deborah Ruth Temitope Funmilayo Chidinma Adaeze Ngozi Amara Abena Akosua Ama "
    "Efua Hodan Fadumo Ifrah Ayan Naomi Mercy Joy Gloria Tendai Rutendo",
}
SURNAMES = {
    "gb": "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green "
    "Hall Wood Jackson Clarke Harris Martin Cooper King Lee Baker Harrison Morgan Allen Edwards Turner Phillips Hughes "
    "Lewis Scott Hill Moore Ward Morris Clark Watson Cook Young Mitchell Parker Bailey Carter Bennett Price Bell Shaw "
    "Murphy Griffiths Kelly Cox Richardson Marshall Simpson Collins Adams Anderson Foster Ellis Richards Chapman Webb "
    "Rogers Gray Mason Ali Hunt Matthews Campbell Lloyd Owen Barnes Knight Butler Holmes Barker Jenkins Stevens Murray "
    "Dixon Fletcher Mills Fisher Russell Reynolds Pearson Powell Palmer Graham Gibson Harvey Stevenson Howard Payne Fox "
    "O'Brien McDonald MacKenzie Stewart Reid Ross Henderson Walsh Ryan Byrne O'Neill Burke Carroll Doyle Dunn Gallagher "
    "Francis Day Cole Hart Pritchard Vaughan Bowen Rees Parry Pugh Humphreys Barrett Bird Dawson Hawkins Lawrence",
    "muslim": "Khan Ahmed Ali Hussain Begum Hassan Malik Iqbal Shah Rahman Akhtar Mahmood Mirza Chaudhry Sheikh Qureshi Miah "
    "Islam Uddin Aziz Hamid Siddiqui Ansari Butt Javed Rashid Saleem Yousaf Al-Hussein Haddad Mansour",
    "indian": "Patel Singh Kaur Shah Sharma Kumar Gill Sidhu Dhillon Mistry Desai Joshi Mehta Reddy Nair Rao Gupta Verma "
    "Chauhan Sandhu Grewal Bains Bhatt Parmar",
    "polish": "Nowak Kowalski Wisniewski Wojcik Kowalczyk Kaminski Lewandowski Zielinski Szymanski Wozniak Dabrowski "
    "Kozlowski Jankowski Mazur Kwiatkowski Krawczyk Piotrowski Grabowski Pawlak Michalski Krol",
    "african": "Mensah Osei Boateng Owusu Adeyemi Okafor Okonkwo Adebayo Balogun Eze Nwosu Asante Appiah Moyo Ncube Hassan "
    "Mohamed Abdi Warsame Farah Osman Afolabi Ogunleye Antwi",
}
FIRST_STEMS = (
    "Ash Brad Brook Burn Chat Clay Crom Dal Dun East El Fair Fen Gar Green Hal Ham Hart Hazel Hol Kirk Lang Lin "
    "Mar Mill New Nor Oak Pem Rad Rain Red Rush Sher Stan Stock Strat Thorn Wake Wal Wells West Whit Win Wood Wool"
)
LAST_STEMS = (
    "bridge brook burn bury by combe cott croft dale den field ford gate grave ham hill hurst ington land ley low "
    "man mere more pole ridge sham shaw stead stock ston thorpe ton tree vale water way well wick wood worth yard"
)
STREETS = (
    "Mill Church Station High Park Victoria Green Manor Kings Queens Springfield Grange Highfield Orchard North South "
    "Meadow Chapel School Bridge Elm Ash Cedar Willow Birch Oak Hawthorn Rowan Beech Linden"
)
KINDS = "Road Street Lane Close Avenue Drive Court Crescent Way Gardens"
NICKNAMES = {
    "William": "Will Bill Billy",
    "Thomas": "Tom Tommy",
    "Joseph": "Joe",
    "Benjamin": "Ben",
    "Samuel": "Sam",
    "Daniel": "Dan Danny",
    "Alexander": "Alex",
    "Michael": "Mike Mikey",
    "Robert": "Rob Bobby",
    "Edward": "Eddie Ted",
    "Matthew": "Matt",
    "Joshua": "Josh",
    "Charlie": "Charles",
    "Jacob": "Jake",
    "James": "Jimmy Jamie",
    "Christopher": "Chris",
    "Richard": "Rich",
    "Zachary": "Zac Zak",
    "Theodore": "Theo Teddy",
    "Anthony": "Tony",
    "Andrew": "Andy",
    "Nathan": "Nate",
    "Harrison": "Harry",
    "Isabella": "Bella Izzy",
    "Elizabeth": "Liz Beth Lizzie",
    "Charlotte": "Lottie Charlie",
    "Amelia": "Millie",
    "Jessica": "Jess",
    "Abigail": "Abi",
    "Eleanor": "Ellie",
    "Katie": "Kate",
    "Rebecca": "Becky",
    "Samantha": "Sam",
    "Catherine": "Kate Cathy",
    "Victoria": "Vicky",
    "Florence": "Flo",
    "Matilda": "Tilly",
    "Isabelle": "Izzy",
    "Penelope": "Penny",
    "Harriet": "Hattie",
    "Emily": "Em",
    "Megan": "Meg",
    "Jennifer": "Jen",
    "Aleksandra": "Ola",
    "Katarzyna": "Kasia",
    "Malgorzata": "Gosia",
    "Krzysztof": "Krzys",
    "Mohammed": "Mo",
    "Jakub": "Kuba",
    "Temitope": "Temi",
}
VARIANTS = {
    "Mohammed": "Muhammad Mohamed Mohammad Muhammed Mohd",
    "Muhammad": "Mohammed Mohammad Muhammed",
    "Ahmed": "Ahmad",
    "Yusuf": "Yousef Yousuf Yusef",
    "Hussain": "Hussein Husain Hossain",
    "Hassan": "Hasan",
    "Omar": "Umar Omer",
    "Abdullah": "Abdulla Abdallah",
    "Ibrahim": "Ebrahim",
    "Ismail": "Ismael",
    "Zakariya": "Zakaria",
    "Haroon": "Harun",
    "Usman": "Uthman Osman",
    "Amir": "Ameer Aamir",
    "Idris": "Idrees",
    "Musa": "Moosa",
    "Khalid": "Khaled",
    "Said": "Saeed",
    "Fatima": "Fatimah Fatema",
    "Aisha": "Ayesha Aishah",
    "Maryam": "Mariam Mariyam",
    "Zainab": "Zaynab",
    "Sara": "Sarah",
    "Khadija": "Khadijah",
    "Amira": "Ameera",
    "Zahra": "Zehra",
    "Safiya": "Safiyah",
    "Noor": "Nur",
    "Yasmin": "Yasmeen",
    "Rahman": "Rehman Rahmaan",
    "Chaudhry": "Choudhury Chowdhury Chaudhary",
    "Sheikh": "Shaikh",
    "Qureshi": "Quraishi",
    "Mahmood": "Mehmood Mahmud",
    "Siddiqui": "Siddique Siddiqi",
    "Akhtar": "Akter",
    "Miah": "Mia",
    "Stephen": "Steven",
    "Catherine": "Katherine Kathryn",
    "Sophia": "Sofia",
    "Aidan": "Aiden Ayden",
    "Callum": "Calum",
    "Rhys": "Reece",
    "Isabelle": "Isabel Isobel",
    "Zoe": "Zoey",
    "Lily": "Lilly",
    "Sean": "Shaun",
    "Kayleigh": "Kayley Kaylee",
    "Caitlin": "Kaitlyn",
    "Smith": "Smyth",
    "Philip": "Phillip",
    "Michal": "Michał",
    "Pawel": "Paweł",
    "Lukasz": "Łukasz",
    "Rafal": "Rafał",
    "Malgorzata": "Małgorzata",
    "Wozniak": "Woźniak",
    "Wojcik": "Wójcik",
    "Dabrowski": "Dąbrowski",
    "Kaminski": "Kamiński",
    "Krol": "Król",
    "Al-Hussein": "Alhussain AlHussein",
    "O'Brien": "OBrien",
    "Clarke": "Clark",
}
