using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Tokenization.Decoders;
using Fulcrum.Models.Tokenization.PostProcessors;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads tokenizer.json (the format of Hugging Face tokenizers, version 1.0).</summary>
internal sealed class TokenizerReader
{
    private readonly string? _file;
    private readonly List<InputError> _errors = [];

    private TokenizerReader(string? file) => _file = file;

    public static Tokenizer ReadFile(string path)
    {
        if (Directory.Exists(path)) path = Path.Combine(path, "tokenizer.json");
        var config = Path.Combine(Path.GetDirectoryName(path) ?? "", "tokenizer_config.json");
        try
        {
            return Read(File.ReadAllBytes(path), path, File.Exists(config) ? config : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError("The tokenizer cannot be read: " + e.Message) { File = path }, e);
        }
    }

    /// <param name="json">The content of tokenizer.json.</param>
    /// <param name="file">Its path, for errors.</param>
    /// <param name="config">The path of tokenizer_config.json.</param>
    public static Tokenizer Read(byte[] json, string? file, string? config)
    {
        using var document = ParseJson(json, file);
        using var roles = config is null ? null : ParseJson(File.ReadAllBytes(config), config);
        var reader = new TokenizerReader(file);
        var parts = reader.ReadParts(document.RootElement, roles?.RootElement);
        if (reader._errors.Count > 0) throw new InputException(reader._errors);
        return new Tokenizer(json, parts!);
    }

    private TokenizerParts? ReadParts(JsonElement root, JsonElement? config)
    {
        var normalizers = Section(root, "normalizer", section => NormalizerReader.Read(section).ToArray()) ?? [];
        var preTokenizers = Section(root, "pre_tokenizer", section => PreTokenizerReader.Read(section).ToArray()) ?? [];
        var postProcessor = Section(root, "post_processor", PostProcessorReader.Read) ?? PostProcessor.None;
        var decoders = Section(root, "decoder", section => DecoderReader.Read(section).ToArray()) ?? Array.Empty<IDecoder>();
        var added = Section(root, "added_tokens", section => section.EnumerateArray().Select(ReadAddedToken).ToArray()) ?? [];
        var model = Section(root, "model", section => new[] { ModelReader.Read(section) });
        if (model is null && _errors.Count == 0) _errors.Add(new("It has no section \"model\".") { File = _file });
        if (_errors.Count > 0) return null;

        added = [.. added.Select(token => token.IsNormalized ? token with { Pattern = Normalize(token.Content, normalizers) } : token)];
        var (subwords, vocabulary) = model![0];
        var special = SpecialTokensReader.Read(
            config, token => added.FirstOrDefault(entry => entry.Content == token)?.Id ?? vocabulary.Find(token), subwords.UnknownId);
        return new(normalizers, preTokenizers, subwords, vocabulary, added, postProcessor, decoders, special);
    }

    private static string Normalize(string content, IPieceStage[] normalizers)
    {
        var pieces = new PieceList();
        pieces.Start(content);
        foreach (var normalizer in normalizers) pieces.Run(normalizer);
        return string.Concat(pieces.Pieces.Select(piece => piece.Span.ToString()));
    }

    private static AddedToken ReadAddedToken(JsonElement token) =>
        new(token.GetProperty("id").GetInt32(), token.Text("content"), token.Flag("special"))
        {
            SingleWord = token.Flag("single_word"),
            StripsLeft = token.Flag("lstrip"),
            StripsRight = token.Flag("rstrip"),
            IsNormalized = token.Flag("normalized"),
        };

    /// <summary>Reads one section; what is wrong with it becomes an error, so that all sections are looked at.</summary>
    private T? Section<T>(JsonElement root, string name, Func<JsonElement, T> read)
        where T : class
    {
        if (root.Find(name) is not { } section) return null;
        try
        {
            return read(section);
        }
        catch (NotSupportedException e)
        {
            _errors.Add(new($"The section \"{name}\" needs {e.Message}, which is not supported.") { File = _file });
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException or ArgumentException)
        {
            _errors.Add(new($"The section \"{name}\" is malformed: {e.Message}") { File = _file });
        }

        return null;
    }

    private static JsonDocument ParseJson(byte[] json, string? file)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            var error = new InputError("It is not valid JSON.") { File = file, Line = e.LineNumber + 1, Column = e.BytePositionInLine + 1 };
            throw new InputException(error, e);
        }
    }
}
