using Fulcrum.Data;

namespace Fulcrum.Models.Inspection;

/// <summary>What a model card says in its front matter (<c>README.md</c> between two lines of <c>---</c>).</summary>
internal static class ModelCard
{
    /// <summary>The license: <c>license</c>, or <c>license_name</c> where that is <c>other</c>; null where none is named.</summary>
    public static string? License(string folder)
    {
        var path = Path.Combine(folder, "README.md");
        if (!File.Exists(path) || FrontMatter(path) is not { } lines) return null;

        // The few cards that are no sound YAML should not cost the license: top-level scalars are all that is looked for.
        var values = new Dictionary<string, string>();
        foreach (var line in lines)
            if (line.Split(':', 2) is [var key, var value]) values.TryAdd(key, value.Trim().Trim('"', '\''));

        var license = values.GetValueOrDefault("license");
        return license == "other" ? values.GetValueOrDefault("license_name", license) : license is { Length: > 0 } ? license : null;
    }

    /// <summary>The lines between the marks; null where there are none, or the card cannot be read.</summary>
    private static IEnumerable<string>? FrontMatter(string path)
    {
        try
        {
            var lines = RegularFile.ReadAllText(path).Split('\n').Select(line => line.TrimEnd());
            return lines.First() == "---" ? lines.Skip(1).TakeWhile(line => line != "---") : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
