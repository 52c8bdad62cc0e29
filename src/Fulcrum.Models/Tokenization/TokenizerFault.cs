using Fulcrum.Data;

namespace Fulcrum.Models.Tokenization;

/// <summary>What a tokenizer asks for and a text shows to be without end. The tokenizer adds the file that it came from.</summary>
internal sealed class TokenizerFault(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <param name="file">The file that the tokenizer came from, where it is known.</param>
    public InputException ToInputException(string? file) =>
        new(new InputError(Message) { File = file, Remedy = "Use the tokenizer of another model." }, this);
}
