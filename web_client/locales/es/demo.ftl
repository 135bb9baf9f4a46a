## Las puertas de la demostración

doors-title = Pase y mire
doors-intro = Elija una puerta. Puede salir y probar otra. Las personas inventadas no le contestarán.
door-look-in = Asomarse
door-look-in-hint = Lea una sala sin tener cuenta. Nadie sabrá que usted está ahí.
door-member = Como miembro
door-member-hint = Escriba, conteste y reaccione. Retire un mensaje.
door-mentor = En mentoría
door-mentor-hint = Lleve una sesión abierta que está en marcha. Vea quién escribió por primera vez y espera respuesta.
door-moderator = En moderación
door-moderator-hint = Vea qué se avisó a moderación y qué pausa está por terminar.
