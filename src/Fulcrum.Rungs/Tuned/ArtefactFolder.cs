namespace Fulcrum.Rungs.Tuned;

/// <summary>The folder of what would be served.</summary>
internal static class ArtefactFolder
{
    /// <summary>What a model folder has beside its weights.</summary>
    private static readonly string[] Companions =
        ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja"];

    /// <summary>Copies tokenizer, configuration and what else the model folder has beside its weights.</summary>
    public static void CopyCompanions(string model, string folder)
    {
        foreach (var name in Companions.Where(name => File.Exists(Path.Combine(model, name))))
            File.Copy(Path.Combine(model, name), Path.Combine(folder, name), overwrite: true);
    }

    /// <summary>Bytes of all its files.</summary>
    public static long Size(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
