using Fulcrum.Data;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Models.Formats;

/// <summary>Opens whatever file a tokenizer comes in.</summary>
public static class TokenizerSource
{
    /// <summary>Opens a <c>tokenizer.json</c> as <see cref="Tokenizer.Load"/> does, or the tokenizer inside of a <c>.gguf</c>.</summary>
    /// <param name="path">The file, or the folder that holds <c>tokenizer.json</c>.</param>
    /// <exception cref="InputException">The file is missing or damaged, holds no tokenizer, or needs a component that is not supported.</exception>
    public static Tokenizer Open(string path) =>
        Path.GetExtension(path).Equals(".gguf", StringComparison.OrdinalIgnoreCase) ? GgufTokenizer.ReadFile(path) : Tokenizer.Load(path);
}
