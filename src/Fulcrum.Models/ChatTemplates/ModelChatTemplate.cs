using System.Text.Json.Nodes;
using Fulcrum.Data;

namespace Fulcrum.Models.ChatTemplates;

/// <summary>The chat template that comes with a model.</summary>
/// <param name="Template">The template; null where there is none, or none to choose.</param>
/// <param name="Warning">What the user should know of the choice; null where there was nothing to choose.</param>
public sealed record ModelChatTemplate(ChatTemplate? Template, string? Warning = null)
{
    private const string Key = "tokenizer.chat_template";

    /// <summary>
    /// Finds it: <c>chat_template.jinja</c> of the folder, else <c>chat_template</c> in its <c>tokenizer_config.json</c>, else
    /// <c>tokenizer.chat_template</c> of a GGUF. Of a list the one named <c>default</c> is taken, or the only one.
    /// </summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="gguf">How errors name the model's GGUF, where it is one.</param>
    /// <param name="metadata">The metadata of the GGUF; null where there is none.</param>
    /// <exception cref="InputException">The template cannot be used (<see cref="ChatTemplate.Parse"/>), or a file cannot be read.</exception>
    public static ModelChatTemplate Find(string folder, string? gguf = null, IReadOnlyDictionary<string, object>? metadata = null)
    {
        var file = Path.Combine(folder, "chat_template.jinja");
        if (File.Exists(file)) return new(ChatTemplate.Parse(ReadText(file), file));
        var config = Path.Combine(folder, "tokenizer_config.json");
        if (File.Exists(config) && FindInConfig(config) is { } found) return found;
        return new(metadata?.GetValueOrDefault(Key) is string jinja ? ChatTemplate.Parse(jinja, $"{gguf}, {Key}") : null);
    }

    private static ModelChatTemplate? FindInConfig(string path)
    {
        var template = JsonInput.ReadObject(path, "The tokenizer's configuration")["chat_template"];
        if (template is JsonArray list) return Choose(path, [.. list.OfType<JsonObject>().Select(entry => (Text(entry["name"]) ?? "", Text(entry["template"])))]);
        return Text(template) is { } only ? new(ChatTemplate.Parse(only, $"{path}, chat_template")) : null;
    }

    private static ModelChatTemplate? Choose(string path, IReadOnlyList<(string Name, string? Jinja)> templates)
    {
        if (templates.Count == 0) return null;
        var names = string.Join(", ", templates.Select(template => $"`{template.Name}`"));
        var chosen = templates.FirstOrDefault(template => template.Name == "default");
        string? warning = null;
        if (chosen.Jinja is null && templates is [var only] && only.Jinja is not null)
        {
            chosen = only;
            warning = $"The model's only chat template is named {names}; it is used as if it were the default.";
        }

        return chosen.Jinja is { } jinja
            ? new(ChatTemplate.Parse(jinja, $"{path}, chat_template `{chosen.Name}`"), warning)
            : new(null, $"The model has the chat templates {names} and none named `default`, so it is prompted without one. To use one, save it as chat_template.jinja in the model's folder.");
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string ReadText(string path)
    {
        try
        {
            return RegularFile.ReadAllText(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError($"The chat template cannot be read: {cause.Message}") { File = path }, cause);
        }
    }
}
