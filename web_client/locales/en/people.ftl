## People

people = Who is here
people-mentors = Mentors here now
people-staff = Moderators on duty
people-members = Here with you
people-held = Taking a break
person-unnamed = A member
people-nobody = Nobody has chosen to be shown.
crowd-few = A few others are reading.
crowd-ten_plus = 10+ others are reading.
listed-show = Show me here
listed-hide = Read quietly
