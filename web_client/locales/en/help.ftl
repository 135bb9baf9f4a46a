## Get help

help-title = Get help
help-intro = You do not have to carry this alone. Nothing you press here is kept.
help-emergency = If life is in danger
help-emergency-elsewhere = Call the emergency number of the place where you are.
help-country = Your country
help-country-choose = Choose your country
help-country-submit = Show
help-country-guessed = We took this country from your browser’s language. Please choose another one if it is not right.
help-country-none = Choose your country to see numbers you can call.
help-country-unknown = We have no numbers for this country that we could check. Call the emergency number of the place where you are.
help-nowhere = We do not have a checked number for any country yet.
help-lines = Someone to talk to
help-lines-none = Besides the emergency number, we do not have a checked number for this country yet.
help-call = Call { $number }
help-text = Text { $number }
help-chat = Write in a chat
help-chat-note = opens another site
help-hours = Hours: { $hours }
help-languages = Languages: { $languages }
help-source = Found at { $host }. Checked on { $day }.
help-here = Here, in this place
help-here-duty = A moderator is on duty now.
help-here-no-duty = No moderator is on duty right now. If it cannot wait, please call for help now.
help-here-limits = Moderators are not doctors, and cannot help in an emergency.
help-worried = I am worried about someone
help-tell = Tell a moderator
