using System.Collections;
using Fulcrum.Data;

namespace Fulcrum.Models.Gguf;

/// <summary>The metadata <c>tokenizer.ggml.*</c> of a GGUF file.</summary>
/// <remarks>https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "Tokenizer".</remarks>
internal sealed class GgufTokenizerMetadata
{
    private readonly IReadOnlyDictionary<string, object> _metadata;
    private readonly string? _file;
    private readonly IReadOnlyList<long>? _types;

    /// <exception cref="InputException">The tokens are missing or have not one type each.</exception>
    public GgufTokenizerMetadata(IReadOnlyDictionary<string, object> metadata, string? file)
    {
        (_metadata, _file) = (metadata, file);
        Tokens = List<string>("tokens") ?? throw Refused("It has no tokenizer.ggml.tokens.");
        _types = PerToken<long>("token_type");
    }

    public IReadOnlyList<string> Tokens { get; }

    /// <summary>What the model is, <c>general.architecture</c>.</summary>
    public string? Architecture => _metadata.GetValueOrDefault("general.architecture") as string;

    public GgufTokenType Type(int id) => _types is null ? GgufTokenType.Normal : (GgufTokenType)_types[id];

    /// <summary>The scores of the tokens, finite.</summary>
    public IReadOnlyList<double> Scores => PerToken<double>("scores") switch
    {
        null => throw Refused("It has no tokenizer.ggml.scores."),
        var scores when !scores.All(double.IsFinite) => throw Refused("A score in its tokenizer.ggml.scores is no finite number."),
        var scores => scores,
    };

    /// <summary>The id of the token with a role, e.g. <c>bos</c> for <c>tokenizer.ggml.bos_token_id</c>; null where there is none.</summary>
    public int? Role(string name) => Value($"{name}_token_id") switch
    {
        null => null,
        long id when id >= 0 && id < Tokens.Count => (int)id,
        var id => throw Refused($"The tokenizer.ggml.{name}_token_id {id} is no token."),
    };

    public bool Flag(string name, bool otherwise) => Value(name) is bool flag ? flag : otherwise;

    public string? Text(string name) => Value(name) as string;

    /// <summary>A list, or null where it is missing.</summary>
    public IReadOnlyList<T>? List<T>(string name) => Value(name) switch
    {
        null => null,
        IReadOnlyList<T> list => list,
        IEnumerable list when list.Cast<object>().All(item => item is T) => [.. list.Cast<T>()],
        _ => throw Refused($"The tokenizer.ggml.{name} is not what it should be."),
    };

    public InputException Refused(string message) =>
        new(new InputError($"The tokenizer of this GGUF cannot be used. {message}")
        {
            File = _file, Remedy = "Put the tokenizer.json of the model beside it.",
        });

    private IReadOnlyList<T>? PerToken<T>(string name) => List<T>(name) switch
    {
        { } list when list.Count != Tokens.Count => throw Refused($"It has {Tokens.Count} tokens, but {list.Count} entries in tokenizer.ggml.{name}."),
        var list => list,
    };

    private object? Value(string name) => _metadata.GetValueOrDefault($"tokenizer.ggml.{name}");
}
