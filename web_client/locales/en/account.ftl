## One’s own account

page-me = My account
me-title = Your account
me-done-name = Your name has changed.
me-done-password = Your password has changed. You are logged out everywhere else.
me-done-email = Your e-mail address has changed.
me-done-consent = Thank you. We have noted it.
me-left = You have left
me-left-text = Your account has ended. Your name, your password and your e-mail address are gone. You are welcome to come back at any time.
notices = For you
notice-reset_link = On { $day } somebody who runs this place made a link for a new password for you, and you were logged out everywhere. If you did not ask for it, please tell a moderator.
notice-recovered = On { $day } your recovery code was used to set a new password. If that was not you, please tell a moderator.
notice-seen = I have read this
notice-tell = Tell a moderator
me-consent-title = One question before you write
me-consent-submit = Yes, I agree
me-names = Your names
me-name-joining = You log in as { $name }. In rooms where you have not written yet, you are { $name } too.
me-name-tree = In the rooms of “{ $tree }” you are { $name }.
me-name-change = Change this name
me-name-new = New screen name
me-name-submit = Change the name
me-name-held = Nobody else can take your old name for 90 days.
me-password = Password
me-password-old = Your password now
me-password-new = New password
me-password-submit = Change the password
me-password-change = Change your password
me-recovery = Recovery code
me-recovery-text = The code gets you back in if you lose your password. If you do not have it any more, get a new one. The one before will stop working.
me-recovery-submit = Show me a new code
me-confirm = Your password, to be sure it is you
me-email = E-mail address
me-email-is = Your address is { $email }.
me-email-none = We have no address of yours. You do not need one.
me-email-change = Change the address
me-email-new = New address (empty for none)
me-email-submit = Save the address
me-devices = Where you are logged in
me-sessions = { $count ->
    [one] You are logged in on this device only.
   *[other] You are logged in { $count } times, on this device and elsewhere.
  }
me-out-everywhere = Log out everywhere
me-language = Language
me-leave = Leave for good
me-leave-text = Your account ends, and your name, password and e-mail address are deleted. The messages you wrote stay, under “Former member”. If you want them gone, take them back first. Nobody else can take your name for 90 days.
me-leave-submit = Leave for good
me-leave-open = I want to leave
