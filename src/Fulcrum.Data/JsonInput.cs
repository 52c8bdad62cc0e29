using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fulcrum.Data;

/// <summary>Reads JSON that others wrote: what is wrong with it becomes an <see cref="InputException"/> that says where.</summary>
public static class JsonInput
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>Reads a file that holds one object.</summary>
    /// <param name="file">The file.</param>
    /// <param name="what">What it is, as errors begin, e.g. <c>The configuration</c>.</param>
    /// <exception cref="InputException">The file cannot be read, or as <see cref="ParseObject"/>.</exception>
    public static JsonObject ReadObject(string file, string what) => AsObject(Read(file, what), what, file);

    /// <summary>Reads a file that holds one value.</summary>
    /// <inheritdoc cref="ReadObject"/>
    /// <exception cref="InputException">The file cannot be read, or as <see cref="Parse"/>.</exception>
    public static JsonNode? Read(string file, string what)
    {
        try
        {
            return Parse(RegularFile.ReadAllBytes(file), what, file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError($"{what} cannot be read: {cause.Message}") { File = file }, cause);
        }
    }

    /// <summary>Parses one object.</summary>
    /// <param name="json">In UTF-8.</param>
    /// <param name="what">What it is, as errors begin.</param>
    /// <param name="file">How errors name the file.</param>
    /// <exception cref="InputException">It is another value, or as <see cref="Parse"/>.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> json, string what, string? file) => AsObject(Parse(json, what, file), what, file);

    /// <summary>Parses one value.</summary>
    /// <inheritdoc cref="ParseObject"/>
    /// <exception cref="InputException">It is not valid JSON, an object in it has a key twice, or a text in it is invalid Unicode.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json, string what, string? file)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: Options);
            Decode(node);
            return node;
        }
        catch (JsonException cause)
        {
            throw new InputException(Error(cause, what, file), cause);
        }
        catch (InvalidOperationException cause)
        {
            throw new InputException(new InputError($"{what} holds invalid Unicode.") { File = file }, cause);
        }
    }

    /// <summary>The error for what is not valid JSON, at its place.</summary>
    /// <param name="cause">What .NET says.</param>
    /// <param name="what">What is not valid, as the error begins.</param>
    /// <param name="file">How the error names the file.</param>
    public static InputError Error(JsonException cause, string what, string? file) =>
        new($"{what} is not valid JSON: {Fault(cause)}") { File = file, Line = cause.LineNumber + 1, Column = cause.BytePositionInLine + 1 };

    /// <summary>
    /// What is wrong, on one line, behind the path of the value where one is known: without the place, which .NET repeats at
    /// the end of its message, counted from 0.
    /// </summary>
    public static string Fault(JsonException cause)
    {
        var place = cause.Message.LastIndexOf(cause.Path is null ? " LineNumber: " : $" Path: {cause.Path} | LineNumber: ", StringComparison.Ordinal);
        var fault = (place < 0 ? cause.Message : cause.Message[..place]).ReplaceLineEndings(" ");
        return cause.Path is null or "$" ? fault : $"{cause.Path}: {fault}";
    }

    private static JsonObject AsObject(JsonNode? node, string what, string? file) =>
        node as JsonObject ?? throw new InputException(new InputError($"{what} is no JSON object.") { File = file });

    /// <summary>Decodes all texts, which otherwise happens when they are asked for.</summary>
    private static void Decode(JsonNode? node)
    {
        if (node is JsonObject named) foreach (var (_, inner) in named) Decode(inner);
        else if (node is JsonArray list) foreach (var inner in list) Decode(inner);
        else if (node?.GetValueKind() == JsonValueKind.String) node.GetValue<string>();
    }
}
