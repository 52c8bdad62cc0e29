namespace Fulcrum.Models.Tokenization.Normalizers;

/// <summary>When a <see cref="Prefix"/> is put in front of a piece.</summary>
internal enum PrefixRule
{
    /// <summary>Before every text.</summary>
    Always,

    /// <summary>Where the piece does not begin with it.</summary>
    WhereMissing,

    /// <summary>Where the piece does not begin with it and is the beginning of the input.</summary>
    AtInputStartWhereMissing,
}

/// <summary>Puts a text in front of each piece; it shares the origin of the piece's first rune.</summary>
internal sealed class Prefix(string content, PrefixRule rule) : IPieceStage
{
    public void Apply(in Piece piece, PieceList output)
    {
        if (!IsWanted(piece))
        {
            output.Add(piece);
            return;
        }

        var target = output.Target;
        var start = target.Length;
        var text = piece.Span;
        foreach (var unit in content) target.Append(unit, piece.Text.Origin(piece.Start));
        for (var i = 0; i < text.Length; i++) target.Append(text[i], piece.Text.Origin(piece.Start + i));
        output.Add(new Piece(target, start, target.Length - start));
    }

    private bool IsWanted(in Piece piece) => rule switch
    {
        PrefixRule.Always => true,
        PrefixRule.WhereMissing => !piece.Span.StartsWith(content),
        _ => !piece.Span.StartsWith(content) && piece.Text.Origin(piece.Start).Start == 0,
    };
}
