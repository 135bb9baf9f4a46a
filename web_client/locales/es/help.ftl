## Pedir ayuda

help-title = Pedir ayuda
help-intro = No tiene que pasar por esto a solas. No guardamos nada de lo que pulse aquí.
help-emergency = Si hay peligro de vida
help-emergency-elsewhere = Llame al número de emergencias del lugar donde está.
help-country = Su país
help-country-choose = Elija su país
help-country-submit = Mostrar
help-country-guessed = Tomamos este país del idioma de su navegador. Si no es el suyo, elija otro.
help-country-none = Elija su país para ver a qué números puede llamar.
help-country-unknown = Para este país no tenemos números que hayamos podido comprobar. Llame al número de emergencias del lugar donde está.
help-nowhere = Todavía no tenemos un número comprobado para ningún país.
help-lines = Alguien con quien hablar
help-lines-none = Además del número de emergencias, todavía no tenemos otro número comprobado para este país.
help-call = Llamar al { $number }
help-text = Enviar un mensaje al { $number }
help-chat = Escribir por chat
help-chat-note = se abre otro sitio
help-hours = Horario: { $hours }
help-languages = Idiomas: { $languages }
help-source = Según { $host }. Comprobado el { $day }.
help-here = Aquí, en este lugar
help-here-duty = Ahora hay alguien de moderación de turno.
help-here-no-duty = Ahora no hay nadie de moderación de turno. Si no puede esperar, llame ya a un número de ayuda.
help-here-limits = Quienes moderan no son personal médico y no pueden ayudar en una emergencia.
help-worried = Me preocupa alguien
help-tell = Avisar a moderación
