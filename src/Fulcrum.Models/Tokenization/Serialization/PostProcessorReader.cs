using System.Text.Json;
using Fulcrum.Models.Tokenization.PostProcessors;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads the section <c>post_processor</c>.</summary>
internal static class PostProcessorReader
{
    public static PostProcessor Read(JsonElement component) => component.Kind() switch
    {
        "Sequence" => component.Items("processors").Select(Read).Aggregate(PostProcessor.None, (all, next) => all.Then(next)),
        "ByteLevel" => new() { Trimming = ReadTrimming(component) },
        "TemplateProcessing" => new() { Single = ReadTemplate(component, "single", 1), Pair = ReadTemplate(component, "pair", 2) },
        "RobertaProcessing" => ReadRoberta(component),
        "BertProcessing" => ReadBert(component),
        var kind => throw new NotSupportedException($"the post-processor \"{kind}\""),
    };

    private static OffsetTrimming? ReadTrimming(JsonElement component) =>
        component.Flag("trim_offsets", otherwise: true) ? new(component.Flag("add_prefix_space", otherwise: true)) : null;

    private static PostProcessor ReadRoberta(JsonElement component)
    {
        var (begin, end) = (ReadToken(component, "cls", 0), ReadToken(component, "sep", 0));
        var (first, second) = (TemplatePart.Text(0, 0), TemplatePart.Text(1, 0));
        return new() { Trimming = ReadTrimming(component), Single = [begin, first, end], Pair = [begin, first, end, end, second, end] };
    }

    private static PostProcessor ReadBert(JsonElement component)
    {
        var (begin, end) = (ReadToken(component, "cls", 0), ReadToken(component, "sep", 0));
        var (first, second) = (TemplatePart.Text(0, 0), TemplatePart.Text(1, 1));
        return new() { Single = [begin, first, end], Pair = [begin, first, end, second, ReadToken(component, "sep", 1)] };
    }

    private static TemplatePart ReadToken(JsonElement component, string name, int typeId)
    {
        var (token, id) = component.Member(name).AsPair(name);
        return TemplatePart.Special(token.AsText(name), id.AsInteger(name), typeId);
    }

    private static TemplatePart[] ReadTemplate(JsonElement component, string name, int texts)
    {
        var specials = component.Member("special_tokens");
        TemplatePart[] parts = [.. component.Items(name).Select(part => ReadPart(part, specials))];
        var sequences = parts.Select(part => part.Sequence).Where(sequence => sequence >= 0);
        return sequences.Order().SequenceEqual(Enumerable.Range(0, texts))
            ? parts
            : throw new FormatException($"The template \"{name}\" does not hold each text once.");
    }

    private static TemplatePart ReadPart(JsonElement part, JsonElement specials)
    {
        if (part.Find("Sequence") is { } sequence)
            return TemplatePart.Text(sequence.Text("id") == "A" ? 0 : 1, sequence.Integer("type_id"));
        var special = part.Member("SpecialToken");
        var definition = specials.Member(special.Text("id"));
        int[] ids = [.. definition.Items("ids").Select(id => id.AsInteger("ids"))];
        string[] tokens = [.. definition.Items("tokens").Select(token => token.AsText("tokens"))];
        return ids.Length == tokens.Length
            ? new(-1, special.Integer("type_id"), ids, tokens)
            : throw new FormatException($"The special token \"{special.Text("id")}\" has {ids.Length} ids and {tokens.Length} tokens.");
    }
}
