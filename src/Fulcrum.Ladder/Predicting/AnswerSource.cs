using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Files;

namespace Fulcrum.Ladder.Predicting;

/// <summary>Of what the answers of an <see cref="AnswerLog"/> are.</summary>
/// <param name="Artifact">SHA-256 of the artifact's files.</param>
/// <param name="File">Names, lengths and times of the files that are answered, as SHA-256.</param>
/// <param name="Column">The text column, if there is one.</param>
internal sealed record AnswerSource(string Artifact, string File, string? Column)
{
    /// <summary>The source as it is now.</summary>
    public static AnswerSource Of(Artifact artifact, string file, TextTable table) => new(HashOf(artifact.Folder), Stamp(file), table.TextColumn);

    /// <summary>Refuses to go on with answers of something else.</summary>
    /// <param name="line">The first line of the log.</param>
    /// <param name="path">The log.</param>
    /// <exception cref="InputException">They are.</exception>
    public void RequireSame(string line, string path)
    {
        AnswerSource? before;
        try
        {
            before = JsonSerializer.Deserialize<AnswerSource>(line, LadderJson.Line);
        }
        catch (JsonException)
        {
            before = null;
        }

        var difference =
            before is null ? "is not what a prediction writes"
            : before.Artifact != Artifact ? "holds answers of another artifact"
            : before.File != File ? "holds answers to another file, or to this one before it was changed"
            : before.Column != Column ? $"holds answers to the column `{before.Column}`"
            : null;
        if (difference is null) return;
        throw new InputException(new InputError($"The file {difference}.") { File = path, Remedy = "Delete it, or choose another output." });
    }

    private static string HashOf(string folder)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            // What is copied there, also for a part of the artifact, the manifest names by its hash.
            var name = Path.GetRelativePath(folder, file);
            if (name.Split(Path.DirectorySeparatorChar)[..^1].Take(2).Contains(Artifacts.Artifact.ModelsFolder)) continue;
            using var stream = System.IO.File.OpenRead(file);
            all.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
            all.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static string Stamp(string path)
    {
        IEnumerable<string> files = Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path];
        var lines = files.Select(file => new FileInfo(file)).Select(file =>
            string.Create(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(path, file.FullName)}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }
}
