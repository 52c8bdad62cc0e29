using CsCheck;
using Fulcrum.Web.Charts;

namespace Fulcrum.Web.Tests.Charts;

public class TextWidthTests
{
    [Fact]
    public void A_short_text_stays_whole() => Assert.Equal("few-shot", TextWidth.Fit("few-shot", 12, 100));

    [Fact]
    public void A_long_text_ends_with_an_ellipsis() => Assert.EndsWith("…", TextWidth.Fit(new string('m', 50), 12, 100), StringComparison.Ordinal);

    [Fact]
    public void A_family_of_joined_emoji_is_kept_or_dropped_as_one() =>
        Assert.DoesNotContain('\u200d', TextWidth.Fit("mmmm👩‍👩‍👧‍👦mmmmmmmm", 12, 80));

    [Fact]
    public void What_fits_to_the_last_bit_is_not_too_wide() =>
        Assert.InRange(TextWidth.Of(TextWidth.Fit(@"(_?U3zO$tOwlpDWEhu0DwNTmhv$l^GZxPeOH(Hf;KP#\/u~^L_\.5EcZcf7sCK_-N!%G%_G|o\cekj_4![LbB!2", 12, 282), 12), 0, 282);

    [Fact]
    public void What_is_kept_fits() => Gen.Select(Gen.String, Gen.Double[20, 300]).Sample((text, width) =>
        Assert.True(TextWidth.Of(TextWidth.Fit(text, 12, width), 12) <= width));
}
