using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Fulcrum.Ladder.Tests.Tasks;

/// <summary>Reads summaries from the XML documentation that the compiler puts beside an assembly.</summary>
internal static partial class XmlDocumentation
{
    /// <summary>The summary of a property as plain text.</summary>
    public static string? SummaryOf(Type type, string property)
    {
        var file = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        var summary = file.Descendants("member")
            .FirstOrDefault(m => (string?)m.Attribute("name") == $"P:{type.FullName}.{property}")?.Element("summary");
        return summary is null ? null : Spaces().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim();
    }

    private static string Text(XNode node) => node switch
    {
        XElement see when see.Attribute("langword") is { } word => word.Value == "null" ? "absent" : word.Value,
        XElement see when see.Name == "see" => Name((string)see.Attribute("cref")!),
        XElement element => element.Value,
        XText text => text.Value,
        _ => "",
    };

    // A property is known to the reader of the schema by its key.
    private static string Name(string reference) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(reference[(reference.LastIndexOf('.') + 1)..]);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
