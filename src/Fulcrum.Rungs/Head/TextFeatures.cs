namespace Fulcrum.Rungs.Head;

/// <summary>What a frozen model makes of one text.</summary>
/// <param name="Vector">Its features.</param>
/// <param name="Tokens">Tokens that the model read.</param>
/// <param name="WasCut">Whether the text was too long and only a part of it was read.</param>
/// <param name="Milliseconds">What computing them took, in whichever process did: its share of the time of its batch.</param>
internal sealed record TextFeatures(float[] Vector, int Tokens, bool WasCut, double Milliseconds);
