using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Generation.Json.Languages;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Models.Generation.Json;

/// <summary>
/// Holds what a model writes to JSON that validates against a schema, whatever the model would rather write, and however few
/// tokens it has, as long as they are <see cref="MinimumTokens"/>. Keeps what it finds out about a schema: use one again and
/// again, from one thread at a time.
/// </summary>
/// <remarks>
/// Supported of JSON schema (draft 2020-12): <c>type</c> (one or several), <c>enum</c>, <c>const</c>, <c>anyOf</c>, <c>properties</c>,
/// <c>required</c>, <c>additionalProperties</c>, <c>items</c>, <c>minItems</c>, <c>maxItems</c>, <c>uniqueItems</c> (where
/// the items have an <c>enum</c>), <c>pattern</c>, <c>minLength</c>, <c>maxLength</c>. Properties are written in the order of the
/// schema, and none that it does not name.
/// </remarks>
public sealed class JsonConstraint
{
    private const int LongestEnding = 100_000;

    private readonly RegularLanguage _language;
    private readonly TokenTrie _trie;
    private readonly TokenMasks _masks;

    private JsonConstraint(RegularLanguage language, TokenTrie trie)
    {
        (_language, _trie, _masks) = (language, trie, new TokenMasks(trie));
        MinimumTokens = _masks.TokensToClose(language);
    }

    /// <summary>Tokens of the shortest text that is allowed: with fewer there is none.</summary>
    public int MinimumTokens { get; }

    /// <summary>Prepares a schema for a tokenizer.</summary>
    /// <exception cref="InputException">
    /// Everything in the schema that is not supported or makes no sense, by its path; or the tokenizer cannot spell what it asks for.
    /// </exception>
    public static JsonConstraint Create(JsonElement schema, Tokenizer tokenizer)
    {
        var language = SchemaReader.Read(schema);
        if (language.Shortest > LongestEnding)
            throw new InputException(new InputError($"JSON schema: no text of fewer than {LongestEnding} bytes validates."));
        var constraint = new JsonConstraint(language, TokenTrie.Of(tokenizer));
        return constraint.MinimumTokens < TokenMasks.Never
            ? constraint
            : throw new InputException(new InputError("JSON schema: the tokenizer has no tokens for what it asks for."));
    }

    /// <summary>A text of at most so many tokens.</summary>
    /// <exception cref="ArgumentException">They are fewer than <see cref="MinimumTokens"/>.</exception>
    internal ConstrainedText Begin(int maxTokens, IReadOnlyList<int> endTokens) => maxTokens >= MinimumTokens
        ? new ConstrainedText(_trie, _masks, _language, maxTokens, endTokens)
        : throw new ArgumentException($"There are {maxTokens} tokens to write, but the shortest text of the schema needs {MinimumTokens}.", nameof(maxTokens));
}
