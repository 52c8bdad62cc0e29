namespace Fulcrum.Rungs.Prompting;

/// <summary>What a model is given for one text.</summary>
/// <param name="Tokens">Token ids, up to where the answer begins.</param>
/// <param name="WasCut">Whether the text was too long and lost its end.</param>
public readonly record struct FormattedPrompt(int[] Tokens, bool WasCut);
