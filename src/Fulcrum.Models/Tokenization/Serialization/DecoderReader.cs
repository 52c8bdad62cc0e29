using System.Text.Json;
using Fulcrum.Models.Tokenization.Decoders;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads the section <c>decoder</c>.</summary>
internal static class DecoderReader
{
    public static IEnumerable<IDecoder> Read(JsonElement component) => component.Kind() switch
    {
        "Sequence" => component.Items("decoders").SelectMany(Read),
        "ByteLevel" => [new ByteLevelDecoder()],
        "ByteFallback" => [new ByteFallbackDecoder()],
        "Fuse" => [new FuseDecoder()],
        "Metaspace" => [new MetaspaceDecoder(component.Character("replacement"), PreTokenizerReader.MetaspaceScheme(component) != "never")],
        "WordPiece" => [new WordPieceDecoder(component.Text("prefix"), component.Flag("cleanup", otherwise: true))],
        "Strip" => [new StripDecoder(component.Character("content"), component.Count("start"), component.Count("stop"))],
        "Replace" => [ReadReplace(component)],
        var kind => throw new NotSupportedException($"the decoder \"{kind}\""),
    };

    private static ReplaceDecoder ReadReplace(JsonElement component) =>
        component.Member("pattern").Find("String") is { } pattern
            ? new(pattern.AsText("pattern"), component.Text("content"))
            : throw new NotSupportedException("a decoder \"Replace\" with a regular expression");
}
