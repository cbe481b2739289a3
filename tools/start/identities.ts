import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { reaches, roles } from '@courtesy/subgraph/actor';

/** Roles that a person or process can log in with, as they stand in a token. */
export const loginRoles = roles.filter((role) => role !== 'ANONYMOUS').map((role) => role.toLowerCase()) as LoginRole[];
/** A role as it stands in a token. */
export type LoginRole = Lowercase<Exclude<(typeof roles)[number], 'ANONYMOUS'>>;

const placeSchema = z.object({
  reach: z.enum(reaches).optional(),
  personId: z.string().optional(),
  teamId: z.string().optional(),
  siteId: z.string().optional(),
  regionId: z.string().optional(),
  customerId: z.string().optional(),
});

const loginSchema = placeSchema.extend({
  /** `sub` of the token. */
  subject: z.string().min(1),
  /** Shown beside the role. */
  name: z.string().min(1),
});

/** Shape of `demo-logins.json`: one login per role, for the roles that have one of their own in the demo data. */
export const demoLoginsSchema = z.partialRecord(z.enum(loginRoles), loginSchema);

/** Where a caller stands in the organisation, as global ids. */
export type Place = z.infer<typeof placeSchema>;
/** A person or process that the development issuer vouches for. */
export type Login = z.infer<typeof loginSchema>;
/** {@link demoLoginsSchema} as a type, for whoever writes the file. */
export type DemoLogins = z.infer<typeof demoLoginsSchema>;

/** Whether `text` is a role one can log in with. */
export const isLoginRole = (text: string): text is LoginRole => (loginRoles as string[]).includes(text);

/**
 * The demo login of a role: the one the demo data names, else one that stands nowhere in the organisation.
 * Read anew each time, because the demo data comes after the issuer has started.
 *
 * @throws Error naming the file when it is not of the shape of {@link demoLoginsSchema}.
 */
export function loginOf(role: LoginRole, demoLogins: string): Login {
  const known = existsSync(demoLogins) ? readLogins(demoLogins)[role] : undefined;
  const login: Login = known ?? { subject: `demo-${role}`, name: `Demo ${role}` };
  // The demo has one manager, who shows the whole graph.
  return role === 'manager' ? { reach: 'ALL', ...login } : login;
}

function readLogins(file: string): DemoLogins {
  try {
    return demoLoginsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : (error as Error).message;
    throw new Error(`${file} is not a list of demo logins: ${reason}`);
  }
}
