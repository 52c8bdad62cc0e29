namespace Fulcrum.Models.Generation;

/// <summary>A piece of text as it is written. A prompt's pieces joined are its text.</summary>
/// <param name="Index">The position of its prompt among all, from 0.</param>
/// <param name="Text">What no later token can change or make part of a stop string; never empty.</param>
public readonly record struct TextPiece(int Index, string Text);
