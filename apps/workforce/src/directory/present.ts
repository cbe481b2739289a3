/** What must be there, such as the region of a site, or the page of a list. Throws with its id when it is not. */
export async function present<T>(loading: Promise<T | null>, id: string): Promise<T> {
  const loaded = await loading;
  if (loaded === null) throw new Error(`What ${id} names is not there`);
  return loaded;
}
