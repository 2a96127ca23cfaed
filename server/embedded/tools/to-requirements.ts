/** A tool's `pip_requirements` in the words of pip; a version without an operator is exactly that one. */
export function toRequirements(stored: readonly unknown[]): string[] {
  return stored.map((each) => {
    if (typeof each !== 'object' || each === null) return String(each);
    const name = String(Reflect.get(each, 'name') ?? '');
    const version = Reflect.get(each, 'version');
    if (typeof version !== 'string' || version.trim() === '') return name;
    return /^[=!~<>]/.test(version.trim()) ? `${name}${version}` : `${name}==${version}`;
  });
}
