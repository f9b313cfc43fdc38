/** Owns `$CREDENTIALS_DIRECTORY` in paths of config providers: where systemd puts the credentials of a service. */

/** The one variable that a path may begin with. */
const CREDENTIALS = /^\$CREDENTIALS_DIRECTORY(?=\/|$)/;

/** What is wrong where `expandCredentials` has no answer. */
export const NO_CREDENTIALS = 'CREDENTIALS_DIRECTORY is not set';

/** The path with the variable replaced, as it is where it does not begin with it, undefined where the variable is not set. */
export function expandCredentials(path: string, environment: Readonly<NodeJS.ProcessEnv>): string | undefined {
  if (!CREDENTIALS.test(path)) return path;
  const directory = environment['CREDENTIALS_DIRECTORY'];
  return directory === undefined ? undefined : path.replace(CREDENTIALS, () => directory);
}

/** The same in a comma-separated list; null stays null. What cannot be replaced stays as it is. */
export function expandCredentialsInList(
  paths: string | null | undefined,
  environment: Readonly<NodeJS.ProcessEnv>,
): string | null {
  const expanded = paths?.split(',').map((path) => expandCredentials(path, environment) ?? path);
  return expanded?.join(',') ?? null;
}
