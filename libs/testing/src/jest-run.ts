/** Environment variable with the superuser's url of the server that specs make their databases on. */
export const TEST_POSTGRES = 'COURTESY_TEST_POSTGRES';

/** Environment variable with a short name of this jest run, part of the names of the databases it makes. */
export const TEST_RUN = 'COURTESY_TEST_RUN';
