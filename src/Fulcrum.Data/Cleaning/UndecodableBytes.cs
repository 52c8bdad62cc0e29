using System.Text;

namespace Fulcrum.Data.Cleaning;

/// <summary>Puts U+FFFD in the place of bytes that are no character, and counts them.</summary>
internal sealed class UndecodableBytes : DecoderFallback
{
    public long Count { get; private set; }

    public override int MaxCharCount => 1;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(this);

    private sealed class Buffer(UndecodableBytes owner) : DecoderFallbackBuffer
    {
        private bool _isGiven = true;

        public override int Remaining => _isGiven ? 0 : 1;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            owner.Count += bytesUnknown.Length;
            _isGiven = false;
            return true;
        }

        public override char GetNextChar()
        {
            if (_isGiven) return '\0';
            _isGiven = true;
            return '\uFFFD';
        }

        public override bool MovePrevious() => false;

        public override void Reset() => _isGiven = true;
    }
}
