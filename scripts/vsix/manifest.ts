/** The two files that a .vsix has beside the extension itself, as VS Code's own packer writes them. */
import { extname } from "node:path";

/** What is read of the extension's `package.json`. */
export interface ExtensionManifest {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly publisher: string;
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly engines: { readonly vscode: string };
}

/** `extension.vsixmanifest` */
export function vsixManifest(manifest: ExtensionManifest, version: string): string {
  const properties = {
    "Microsoft.VisualStudio.Code.Engine": manifest.engines.vscode,
    "Microsoft.VisualStudio.Code.ExtensionDependencies": "",
    "Microsoft.VisualStudio.Code.ExtensionPack": "",
    "Microsoft.VisualStudio.Code.ExtensionKind": "workspace",
    "Microsoft.VisualStudio.Code.LocalizedLanguages": "",
    "Microsoft.VisualStudio.Code.EnabledApiProposals": "",
    "Microsoft.VisualStudio.Code.ExecutesCode": "true",
    "Microsoft.VisualStudio.Services.GitHubFlavoredMarkdown": "true",
    "Microsoft.VisualStudio.Services.Content.Pricing": "Free",
  };
  const assets = {
    "Microsoft.VisualStudio.Code.Manifest": "extension/package.json",
    "Microsoft.VisualStudio.Services.Content.Details": "extension/readme.md",
    "Microsoft.VisualStudio.Services.Content.License": "extension/LICENSE.txt",
  };
  const tags = [...manifest.keywords, "flow", "__ext_flow"];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">',
    "  <Metadata>",
    `    <Identity Language="en-US" Id="${xml(manifest.name)}" Version="${xml(version)}" Publisher="${xml(manifest.publisher)}" />`,
    `    <DisplayName>${xml(manifest.displayName)}</DisplayName>`,
    `    <Description xml:space="preserve">${xml(manifest.description)}</Description>`,
    `    <Tags>${xml([...new Set(tags)].join(","))}</Tags>`,
    `    <Categories>${xml(manifest.categories.join(","))}</Categories>`,
    "    <GalleryFlags>Public</GalleryFlags>",
    "    <Properties>",
    ...Object.entries(properties).map(([id, value]) => `      <Property Id="${id}" Value="${xml(value)}" />`),
    "    </Properties>",
    "    <License>extension/LICENSE.txt</License>",
    "  </Metadata>",
    "  <Installation>",
    '    <InstallationTarget Id="Microsoft.VisualStudio.Code" />',
    "  </Installation>",
    "  <Dependencies />",
    "  <Assets>",
    ...Object.entries(assets).map(([type, path]) => `    <Asset Type="${type}" Path="${path}" Addressable="true" />`),
    "  </Assets>",
    "</PackageManifest>",
    "",
  ].join("\n");
}

const TYPES: Readonly<Record<string, string>> = {
  ".cjs": "application/node",
  ".flow": "text/plain",
  ".json": "application/json",
  ".md": "text/markdown",
  ".mjs": "application/javascript",
  ".txt": "text/plain",
  ".vsixmanifest": "text/xml",
};

/** `[Content_Types].xml`: every ending that occurs must be named. */
export function contentTypes(names: readonly string[]): string {
  const endings = new Set([".vsixmanifest", ...names.map((name) => extname(name))]);
  const rows = [...endings].sort().map((ending) => {
    const type = TYPES[ending];
    if (type === undefined) throw new Error(`no content type is known for ${ending}`);
    return `  <Default Extension="${ending}" ContentType="${type}" />`;
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">',
    ...rows,
    "</Types>",
    "",
  ].join("\n");
}

function xml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
