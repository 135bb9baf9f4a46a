## El panel de quien lleva la sesión, en la sala en vivo

console-about = Sobre esta sesión
console-asked-by = Pregunta de { $name }. Puede mostrarse con el nombre.
console-bar-now = Ahora: { $name }, { $minutes } min
console-bar-called = En su turno: { $name }
console-bar-next = Después: { $name }
console-carry-lines = Números que ayudan
console-done-next = Terminar y pasar al siguiente turno
console-helpers-choose = Elija a una persona
console-line-whole = Mostrar toda la fila
console-not-taken = Nadie se ha hecho cargo todavía.
console-somebody-waits = Hay alguien en la fila.
console-was-called = Se le invitó. Tiene { $left } para responder, o más si lo pide.
console-load-hours_day = Ha llevado sesiones muchas horas en las últimas 24.
