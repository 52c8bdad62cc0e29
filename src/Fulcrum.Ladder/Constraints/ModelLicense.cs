using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Tasks.Yaml;

namespace Fulcrum.Ladder.Constraints;

/// <summary>
/// The license that a model's folder names: <c>license</c> in the front matter of its README.md, the model card of Hugging Face, else in
/// its config.json. Where the card says <c>other</c>, <c>license_name</c> is it.
/// </summary>
internal static class ModelLicense
{
    private const string Fence = "---";

    /// <summary>The licenses, each of which may be chosen; none where the folder names none.</summary>
    /// <param name="model">A model folder, or a <c>.gguf</c> file, whose folder may have a model card.</param>
    public static IReadOnlyList<string> Of(string model)
    {
        var folder = Directory.Exists(model) ? model : Path.GetDirectoryName(Path.GetFullPath(model))!;
        var ofCard = OfCard(Path.Combine(folder, "README.md"));
        return ofCard.Length > 0 ? ofCard : OfConfiguration(Path.Combine(folder, "config.json"));
    }

    private static string[] OfCard(string file)
    {
        if (!File.Exists(file)) return [];
        try
        {
            var lines = File.ReadLines(file).Select(line => line.TrimEnd()).Take(1000).ToArray();
            var end = lines.Length > 0 && lines[0] == Fence ? Array.IndexOf(lines, Fence, 1) : -1;
            if (end < 0) return [];
            var card = YamlTreeReader.Read(string.Join('\n', lines[1..end]), new InputErrorList(file)) as YamlMapping;
            var licenses = Texts(card?["license"]);
            return licenses is ["other"] && Texts(card?["license_name"]) is [var name] ? [name] : licenses;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string[] OfConfiguration(string file)
    {
        if (!File.Exists(file)) return [];
        try
        {
            return JsonInput.ReadObject(file, "The configuration")["license"] is JsonValue value && value.TryGetValue<string>(out var license) && license.Length > 0 ? [license] : [];
        }
        catch (InputException)
        {
            return [];
        }
    }

    private static string[] Texts(YamlTree? value) => value switch
    {
        YamlScalar { IsNull: false } scalar => [scalar.Text],
        YamlSequence sequence => [.. sequence.Items.OfType<YamlScalar>().Select(item => item.Text)],
        _ => [],
    };
}
