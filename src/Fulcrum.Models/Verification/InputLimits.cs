using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Verification;

/// <summary>Which inputs a model can take.</summary>
/// <param name="Ids">Ids are from 0 up to below this.</param>
/// <param name="Columns">The most tokens that a row may have.</param>
public sealed record InputLimits(int Ids, int Columns)
{
    /// <summary>Those of a decoder's tokens.</summary>
    public static InputLimits Of(ModelConfiguration configuration) => new(configuration.VocabularySize, configuration.ContextLength);

    /// <summary>Those of an encoder's tokens.</summary>
    public static InputLimits Of(EncoderConfiguration configuration) => new(configuration.VocabularySize, configuration.ContextLength);
}
