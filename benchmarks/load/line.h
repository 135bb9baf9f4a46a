/* One line of the crowd. */
#ifndef LINE_H
#define LINE_H

#include "crowd.h"

void line_begin(struct crowd *crowd, struct line *line);
void line_event(struct crowd *crowd, struct line *line, uint32_t events);
void line_lost(struct crowd *crowd, struct line *line, const char *why);
void line_say(struct crowd *crowd, struct line *line, const struct template *text,
              const struct filling *filling);

/* A text for a line that is in; `at` is when it was read. */
void heard_there(struct crowd *crowd, struct line *line, const char *text, size_t length,
                 int64_t at);

#endif
