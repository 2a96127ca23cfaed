import { init, type ModuleInfos } from 'license-checker-rseidelsohn';

const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Weaker terms that are fine for exactly these packages: they are used unchanged, as files of their own. */
const BY_NAME: { license: string; packages: RegExp }[] = [
  { license: 'LGPL-3.0-or-later', packages: /^@img\/sharp-(libvips-|win32-|wasm32)/ },
  { license: 'MPL-2.0', packages: /^(@axe-core\/playwright|axe-core|lightningcss(-.+)?)$/ },
];

async function checkLicenses(): Promise<void> {
  const packages = await listPackages();
  const refused = Object.entries(packages).filter(([name, { licenses }]) => !isAllowed(name, licenses));
  for (const [name, { licenses }] of refused) {
    console.error(
      `${name} has the licence ${licenses ?? 'none stated'}, which is not on the list. Choose another package, or add the licence to scripts/check-licenses.ts with a reason.`,
    );
  }
  console.log(`${Object.keys(packages).length} packages, ${refused.length} with a licence that is not allowed`);
  process.exitCode = refused.length > 0 ? 1 : 0;
}

function listPackages(): Promise<ModuleInfos> {
  return new Promise((resolve, reject) => {
    init({ start: process.cwd(), excludePrivatePackages: true }, (error, packages) => {
      if (error) reject(error);
      else resolve(packages);
    });
  });
}

function isAllowed(nameAndVersion: string, licenses: string | string[] | undefined): boolean {
  const name = nameAndVersion.slice(0, nameAndVersion.lastIndexOf('@'));
  const stated = [licenses ?? []].flat();
  return stated.length > 0 && stated.every((expression) => isExpressionAllowed(name, expression));
}

/** Reads "(A OR B)" and "(A AND B)"; a star marks a licence that was read from a file instead of package.json. */
function isExpressionAllowed(name: string, expression: string): boolean {
  const plain = expression.replaceAll(/[()*]/g, '');
  return plain
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((license) => isLicenseAllowed(name, license.trim())));
}

function isLicenseAllowed(name: string, license: string): boolean {
  return PERMISSIVE.has(license) || BY_NAME.some((rule) => rule.license === license && rule.packages.test(name));
}

await checkLicenses();
