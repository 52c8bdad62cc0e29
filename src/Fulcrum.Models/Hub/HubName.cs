using System.Text.RegularExpressions;
using Fulcrum.Data;

namespace Fulcrum.Models.Hub;

/// <summary>A model on the Hugging Face hub, written <c>hf:org/name[@revision][:file]</c>.</summary>
public sealed partial record HubName
{
    private const string Prefix = "hf:";

    private HubName(string repository, string revision, string? file) => (Repository, Revision, File) = (repository, revision, file);

    /// <summary><c>org/name</c>; the oldest models have no <c>org/</c>.</summary>
    public string Repository { get; }

    /// <summary>A branch, a tag or a commit; <c>main</c> where none was given.</summary>
    public string Revision { get; }

    /// <summary>The one file that was asked for, e.g. a <c>.gguf</c>; null for the model as a folder.</summary>
    public string? File { get; }

    /// <summary>Whether <see cref="Revision"/> is a commit, which never moves.</summary>
    public bool IsCommit => IsCommitHash(Revision);

    /// <summary>Whether a model is named in this way rather than by a path.</summary>
    public static bool IsHubName(string model) => model.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Reads a name as a user writes it, e.g. <c>hf:org/name@revision:file</c>.</summary>
    /// <exception cref="InputException">It is not of the form <c>hf:org/name[@revision][:file]</c>.</exception>
    public static HubName Parse(string text)
    {
        var match = Form().Match(text);
        var (repository, revision, file) = (match.Groups["repository"].Value, match.Groups["revision"].Value, match.Groups["file"].Value);

        // The hub allows neither in a name; the cache writes a slash as two hyphens.
        var isSound = match.Success && !repository.Contains("--", StringComparison.Ordinal) && !repository.Contains("..", StringComparison.Ordinal)
            && (revision.Length == 0 || IsSafePath(revision)) && (file.Length == 0 || IsSafePath(file));
        if (isSound) return new HubName(repository, revision.Length == 0 ? "main" : revision, file.Length == 0 ? null : file);
        throw new InputException(new InputError($"`{text}` is not the name of a model on the hub.")
        {
            Remedy = "Write hf:org/name, hf:org/name@revision or hf:org/name:file, e.g. hf:HuggingFaceTB/SmolLM2-135M-Instruct.",
        });
    }

    /// <summary>The same model at another revision.</summary>
    public HubName At(string revision) => new(Repository, revision, File);

    /// <summary>The name as it is written; a revision of <c>main</c> is left out.</summary>
    public override string ToString() =>
        $"{Prefix}{Repository}{(Revision == "main" ? "" : "@" + Revision)}{(File is null ? "" : ":" + File)}";

    internal static bool IsCommitHash(string text) => text.Length == 40 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Whether a path that came from outside stays below the folder it is put into, on every system.</summary>
    internal static bool IsSafePath(string path) =>
        path.Split('/').All(part => part is not ("" or "." or "..") && part.IndexOfAny(['\\', ':', '\0']) < 0);

    [GeneratedRegex(@"^hf:(?<repository>([A-Za-z0-9_][A-Za-z0-9_.-]*/)?[A-Za-z0-9_][A-Za-z0-9_.-]*)(@(?<revision>[A-Za-z0-9_./-]+))?(:(?<file>.+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
