// What every program here has: run() does so many turns of its work and returns what comes of it.
unsigned run(unsigned turns);
