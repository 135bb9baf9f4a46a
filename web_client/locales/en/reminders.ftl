## Calendars, reminders and mail about drop-ins

page-calendar = Calendar and reminders
calendar-title = Calendar and reminders
calendar-me = Reminders are shown here, and on every page you have open. You can choose your time zone, get mail, and put your drop-ins in your own calendar.
calendar-me-link = Calendar and reminders
calendar-done-zone = Your time zone is saved.
calendar-done-mail = From now on we also write to you by e-mail.
calendar-done-no-mail = We will not write to you by e-mail any more.
calendar-done-titles = Your choice of titles is saved.
calendar-done-stop = The address is stopped. It shows nothing any more.

zone-title = Your time zone
zone-is = We show you times in this zone: { $zone }.
zone-none = You have not chosen a time zone yet.
zone-offered = This device says that its zone is { $zone }. We only take it if you save it.
zone-label = Time zone
zone-language = Language of reminders
zone-submit = Save
zone-unknown = We do not know this time zone. Please choose one from the list.

mail-title = Reminders by e-mail
mail-none-here = This place sends no e-mail. Reminders are shown on its pages.
mail-no-address = You have not given an e-mail address. You do not need one: reminders are shown on the pages. If you want mail, give an address under “My account” first.
mail-off = We do not write to you by e-mail. You gave your address to get back in, and we use it for nothing else unless you say so here.
mail-on = We write reminders to { $address }. They say “online meeting” and the time. No room and no name is in them.
mail-refused = The last mail to this address could not be delivered. Please check the address.
mail-start = Also write to me by e-mail
mail-stop-button = Stop e-mail

calendar-feed-title = Your drop-ins in your own calendar
calendar-feed-text = You get a secret address. Give it to your calendar program. It then shows the drop-ins that you come to or host, and keeps them right when a time changes. Anybody who has the address can see your times, so please do not share it.
calendar-feed-none = You have no address yet.
calendar-feed-since = You have an address since { $day }. We cannot show it again, only make a new one.
calendar-feed-plain = Let the titles name the host and the room
calendar-feed-plain-hint = Others may see your calendar. Without this, it only says “Online meeting”.
calendar-feed-make = Make an address
calendar-feed-anew = Make a new address and stop the old one
calendar-feed-titles = Save the titles
calendar-feed-stop = Stop the address
page-calendar-address = Your calendar address
calendar-address-title = Your calendar address
calendar-address-text = Copy this address into your calendar program, where it asks for a calendar from the web. It is shown only this once.
calendar-address-label = Secret address
calendar-address-back = Back to calendar and reminders

calendar-name = Online meetings
calendar-event = Online meeting
calendar-event-plain = Drop-in with { $host } in { $room }
calendar-event-text = The page of the meeting: { $link }
calendar-event-file = This entry does not change by itself. If the time changes, the page has the right one. The page of the meeting: { $link }

page-mail = E-mail
mail-stop-title = Stop e-mail?
mail-stop-text = You get mail from us because you asked for reminders. Press the button, and we will not write to you any more. Reminders are still shown on the pages when you are logged in.
mail-stopped-title = No more e-mail
mail-stopped-text = We will not write to you any more. You can turn it on again under “My account”.
mail-stop-unknown = This link does not work any more. You can turn off mail under “My account”.

notices-waiting = News for you: { $count }
notice-reminder_day = A reminder: your drop-in is { $day } at { $clock }.
notice-reminder_soon = Your drop-in starts soon: { $day } at { $clock }.
notice-session_open = The door is open. Your drop-in is going on now.
notice-session_moved = Your drop-in has a new time: { $day } at { $clock }.
notice-session_cancelled = The drop-in you wanted to come to ({ $day }, { $clock }) will not take place. We are sorry.
notice-session_stopped = These sessions have stopped. The drop-in you wanted to come to ({ $day }, { $clock }) will not take place. We are sorry.
notice-question_answered = Your question has an answer.
notice-open = Open the page of the drop-in

mail-subject-reminder_day = Reminder: online meeting, { $day }, { $clock }
mail-subject-reminder_soon = Your online meeting starts at { $clock }
mail-subject-moved = New time for your online meeting: { $day }, { $clock }
mail-subject-cancelled = Your online meeting on { $day } will not take place
mail-subject-stopped = Your online meeting on { $day } will not take place
mail-reminder_day = You asked us to remind you of an online meeting.
mail-reminder_soon = You asked us to remind you. Your online meeting starts soon.
mail-moved = An online meeting that you wanted to come to has a new time.
mail-cancelled = An online meeting that you wanted to come to will not take place. We are sorry. On its page you find other dates.
mail-stopped = These online meetings have stopped. The one that you wanted to come to will not take place. We are sorry. On its page you find other ways.
mail-when = When: { $day }, { $clock } ({ $zone })
mail-page = The page of the meeting: { $link }
mail-stop = You get this because you asked for reminders by e-mail. No more of them: { $link }
