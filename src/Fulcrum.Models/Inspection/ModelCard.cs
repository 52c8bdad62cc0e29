namespace Fulcrum.Models.Inspection;

/// <summary>What a model card says in its front matter (<c>README.md</c> between two lines of <c>---</c>).</summary>
internal static class ModelCard
{
    /// <summary>The licence: <c>license</c>, or <c>license_name</c> where that is <c>other</c>; null where none is named.</summary>
    public static string? Licence(string folder)
    {
        var path = Path.Combine(folder, "README.md");
        if (!File.Exists(path)) return null;
        using var lines = File.ReadLines(path).GetEnumerator();
        if (!lines.MoveNext() || lines.Current.TrimEnd() != "---") return null;

        // The few cards that are no sound YAML should not cost the licence: top-level scalars are all that is looked for.
        var values = new Dictionary<string, string>();
        while (lines.MoveNext() && lines.Current.TrimEnd() != "---")
            if (lines.Current.Split(':', 2) is [var key, var value]) values.TryAdd(key, value.Trim().Trim('"', '\''));

        var licence = values.GetValueOrDefault("license");
        return licence == "other" ? values.GetValueOrDefault("license_name", licence) : licence is { Length: > 0 } ? licence : null;
    }
}
