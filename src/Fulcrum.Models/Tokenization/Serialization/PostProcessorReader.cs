using System.Text.Json;
using Fulcrum.Models.Tokenization.PostProcessors;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads the section <c>post_processor</c>.</summary>
internal static class PostProcessorReader
{
    public static PostProcessor Read(JsonElement component) => component.Kind() switch
    {
        "Sequence" => component.GetProperty("processors").EnumerateArray().Select(Read).Aggregate(PostProcessor.None, (all, next) => all.Then(next)),
        "ByteLevel" => new() { Trimming = ReadTrimming(component) },
        "TemplateProcessing" => new() { Single = ReadTemplate(component, "single"), Pair = ReadTemplate(component, "pair") },
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
        var token = component.GetProperty(name);
        return TemplatePart.Special(token[0].GetString()!, token[1].GetInt32(), typeId);
    }

    private static TemplatePart[] ReadTemplate(JsonElement component, string name)
    {
        var specials = component.GetProperty("special_tokens");
        return [.. component.GetProperty(name).EnumerateArray().Select(part => ReadPart(part, specials))];
    }

    private static TemplatePart ReadPart(JsonElement part, JsonElement specials)
    {
        if (part.Find("Sequence") is { } sequence)
            return TemplatePart.Text(sequence.Text("id") == "A" ? 0 : 1, sequence.GetProperty("type_id").GetInt32());
        var special = part.GetProperty("SpecialToken");
        var definition = specials.GetProperty(special.Text("id"));
        return new(
            -1,
            special.GetProperty("type_id").GetInt32(),
            [.. definition.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())],
            [.. definition.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()!)]);
    }
}
