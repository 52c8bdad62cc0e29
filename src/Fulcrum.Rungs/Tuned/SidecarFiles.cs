using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models;
using Fulcrum.Models.Families;
using Fulcrum.Tuning.Checkpoints;

namespace Fulcrum.Rungs.Tuned;

/// <summary>What a model folder has beside its weights.</summary>
internal static class SidecarFiles
{
    private static readonly string[] Names =
        ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja"];

    /// <summary>Copies tokenizer, configuration and what else a model folder has of them.</summary>
    public static void Copy(string model, string folder)
    {
        foreach (var name in Names.Where(name => File.Exists(Path.Combine(model, name))))
            File.Copy(Path.Combine(model, name), Path.Combine(folder, name), overwrite: true);
    }

    /// <summary>Writes what makes a folder of weights a model folder: copies, or what a GGUF on its own says.</summary>
    /// <exception cref="NotSupportedException">As <see cref="ConfigurationWriter.Write"/>, where the model came without a <c>config.json</c>.</exception>
    public static void Write(LanguageModel model, string folder)
    {
        if (model.Folder is { } source) Copy(source, folder);
        else WriteTokenizer(model, folder);
        if (!HasConfiguration(model)) ModelFolder.WriteConfiguration(folder, model.Configuration);
    }

    /// <summary>Whether there is a <c>config.json</c> to copy.</summary>
    public static bool HasConfiguration(LanguageModel model) => model.Folder is { } source && File.Exists(Path.Combine(source, "config.json"));

    private static void WriteTokenizer(LanguageModel model, string folder)
    {
        var (tokenizer, template) = (model.Tokenizer!, model.ChatTemplate);
        tokenizer.Save(Path.Combine(folder, "tokenizer.json"));
        var json = new JsonObject(tokenizer.SpecialTokensMap.Select(token => KeyValuePair.Create(token.Key, (JsonNode?)token.Value)));
        if (template is not null) json["chat_template"] = template.Source;
        AtomicFile.WriteText(Path.Combine(folder, "tokenizer_config.json"), json.ToJsonString());
    }
}
