using System.Text;

namespace Fulcrum.Models.Tokenization.PreTokenizers;

/// <summary>Writes each piece in the <see cref="ByteAlphabet"/>: one character per byte of its UTF-8, each from the whole code point.</summary>
internal sealed class ByteEncoding : IPieceStage
{
    public void Apply(in Piece piece, PieceList output)
    {
        var target = output.Target;
        var start = target.Length;
        var text = piece.Span;
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            if (text[i] < 0x80)
            {
                target.Append(ByteAlphabet.ToCharacter((byte)text[i]), piece.Text.Origin(piece.Start + i));
                i++;
                continue;
            }

            Rune.DecodeFromUtf16(text[i..], out var rune, out var length);
            var origin = new TextRange(piece.Text.Origin(piece.Start + i).Start, piece.Text.Origin(piece.Start + i + length - 1).End);
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)]) target.Append(ByteAlphabet.ToCharacter(value), origin);
            i += length;
        }

        output.Add(new Piece(target, start, target.Length - start));
    }
}
