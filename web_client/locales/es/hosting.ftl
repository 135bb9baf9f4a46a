## El panel de quien dirige la sesión, en la sala en vivo

console-about = Sobre esta sesión
console-asked-by = Pregunta de { $name }. Se puede mostrar con el nombre.
console-bar-now = Ahora: { $name }, { $minutes } min
console-bar-called = Se llamó a { $name }
console-bar-next = Sigue { $name }
console-carry-lines = Líneas de ayuda
console-done-next = Turno terminado, próxima persona
console-helpers-choose = Elija a una persona
console-line-whole = Mostrar toda la fila
console-not-taken = Todavía nadie se ocupa.
console-somebody-waits = Hay alguien en la fila.
console-was-called = Se le invitó. Tiempo para responder: { $left }. Puede pedir más.
console-load-hours_day = Dirigió muchas horas en las últimas 24.
