"""Police vulnerability screening: an incident calls for a screening of each child, an officer makes it, a sergeant
supervises it, the hub researches, grades and shares it. What should have been made is counted from incidents, so that
its consistent use can be measured."""
