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
        if (!File.Exists(path))
            throw new InputException(new InputError("There is no tokenizer.") { File = path, Remedy = "Give a tokenizer.json, a folder that holds one, or a .gguf file with a tokenizer." });
        var config = Path.Combine(Path.GetDirectoryName(path) ?? "", "tokenizer_config.json");
        try
        {
            using var roles = File.Exists(config) ? ParseJson(RegularFile.ReadAllBytes(config), config) : null;
            return Read(RegularFile.ReadAllBytes(path), path, roles?.RootElement, config);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError("The tokenizer cannot be read: " + e.Message) { File = path }, e);
        }
    }

    /// <param name="json">The content of tokenizer.json.</param>
    /// <param name="file">Its path, for errors.</param>
    /// <param name="roles">The content of tokenizer_config.json, if there is one.</param>
    /// <param name="rolesFile">The path of that, for errors.</param>
    public static Tokenizer Read(byte[] json, string? file = null, JsonElement? roles = null, string? rolesFile = null)
    {
        using var document = ParseJson(json, file);
        var reader = new TokenizerReader(file);
        var parts = reader.ReadParts(document.RootElement, roles, rolesFile);
        if (reader._errors.Count > 0) throw new InputException(reader._errors);
        return new Tokenizer(json, parts!);
    }

    private TokenizerParts? ReadParts(JsonElement root, JsonElement? roles, string? rolesFile)
    {
        var truncation = Section(root, "truncation", TruncationReader.Read);
        var padding = Section(root, "padding", PaddingReader.Read);
        var normalizers = Section(root, "normalizer", section => NormalizerReader.Read(section).ToArray()) ?? [];
        var preTokenizers = Section(root, "pre_tokenizer", section => PreTokenizerReader.Read(section).ToArray()) ?? [];
        var postProcessor = Section(root, "post_processor", PostProcessorReader.Read) ?? PostProcessor.None;
        var decoders = Section(root, "decoder", section => DecoderReader.Read(section).ToArray()) ?? Array.Empty<IDecoder>();
        var added = Section(root, "added_tokens", AddedTokenReader.Read) ?? [];
        var model = Section(root, "model", section => new[] { ModelReader.Read(section) });
        if (model is null && _errors.Count == 0) _errors.Add(new("It has no section \"model\".") { File = _file });
        if (_errors.Count > 0) return null;

        added = AddedTokenReader.Normalize(added, normalizers);
        var (subwords, vocabulary) = model![0];
        CheckIds(postProcessor, [.. added.Select(token => token.Id)], vocabulary);
        var special = Read("It", rolesFile, () => new[]
        {
            SpecialTokensReader.Read(roles, token => added.FirstOrDefault(entry => entry.Content == token)?.Id ?? vocabulary.Find(token), subwords.UnknownId),
        });
        var options = new EncodeOptions { Truncation = truncation, Padding = padding };
        return special is not [var (ids, texts)] ? null
            : new(normalizers, preTokenizers, subwords, vocabulary, added, postProcessor, decoders, ids, texts, options) { File = _file };
    }

    private void CheckIds(PostProcessor postProcessor, HashSet<int> added, Vocabulary vocabulary)
    {
        foreach (var part in postProcessor.Single.Concat(postProcessor.Pair))
        {
            foreach (var (id, token) in part.SpecialIds.Zip(part.SpecialTokens))
            {
                if (added.Contains(id) || vocabulary.Token(id) is not null) continue;
                _errors.Add(new($"The section \"post_processor\" adds \"{token}\" as the token {id}, which the vocabulary lacks.") { File = _file });
            }
        }
    }

    private T? Section<T>(JsonElement root, string name, Func<JsonElement, T> read)
        where T : class =>
        root.Find(name) is { } section ? Read($"The section \"{name}\"", _file, () => read(section)) : null;

    /// <summary>Reads one section; what is wrong with it becomes an error, so that all sections are looked at.</summary>
    private T? Read<T>(string what, string? file, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (NotSupportedException e)
        {
            _errors.Add(new($"{what} needs {e.Message}, which is not supported.") { File = file });
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            _errors.Add(new($"{what} is malformed: {e.Message}") { File = file });
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
            throw new InputException(JsonInput.Error(e, "It", file), e);
        }
    }
}
