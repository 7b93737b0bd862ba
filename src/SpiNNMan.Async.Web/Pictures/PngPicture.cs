using SkiaSharp;

namespace SpiNNMan.Async.Web.Pictures;

/// <summary>A picture that is drawn on white paper and becomes a PNG file. Its letters are of a font in the assembly, since a computer may have none.</summary>
internal sealed class PngPicture : IDisposable
{
    private const string Font = "DejaVuSans-Latin.ttf";
    private const double UsualScale = 2;
    private const double LongestSide = 8192;

    private static readonly Lazy<SKTypeface> s_font = new(ReadFont);

    private readonly SKSurface _surface;
    private readonly SKPaint _paint = new() { IsAntialias = true };

    /// <param name="width">The width, before it is made larger for sharp screens.</param>
    /// <param name="height">The height.</param>
    public PngPicture(double width, double height)
    {
        double scale = Math.Min(UsualScale, LongestSide / Math.Max(width, height));
        _surface = SKSurface.Create(new SKImageInfo((int)Math.Ceiling(width * scale), (int)Math.Ceiling(height * scale), SKColorType.Rgba8888, SKAlphaType.Premul));
        _surface.Canvas.Clear(SKColors.White);
        _surface.Canvas.Scale((float)scale);
    }

    /// <summary>Adds an area with an edge.</summary>
    public void AddPolygon(IReadOnlyList<(double X, double Y)> corners, string fill, string edge)
    {
        using var builder = new SKPathBuilder();
        builder.MoveTo((float)corners[0].X, (float)corners[0].Y);
        foreach ((double x, double y) in corners.Skip(1))
            builder.LineTo((float)x, (float)y);

        builder.Close();
        using SKPath path = builder.Detach();
        Use(SKPaintStyle.Fill, fill, 0);
        _surface.Canvas.DrawPath(path, _paint);
        Use(SKPaintStyle.Stroke, edge, 1);
        _surface.Canvas.DrawPath(path, _paint);
    }

    /// <summary>Adds a line.</summary>
    public void AddLine((double X, double Y) from, (double X, double Y) to, double thickness, string colour)
    {
        Use(SKPaintStyle.Stroke, colour, thickness);
        _paint.StrokeCap = SKStrokeCap.Round;
        _surface.Canvas.DrawLine((float)from.X, (float)from.Y, (float)to.X, (float)to.Y, _paint);
    }

    /// <summary>Adds text on a base line. Characters that the font does not have show as boxes.</summary>
    public void AddText(double x, double y, string text, double size, string ink, bool isMiddle, bool isBold)
    {
        using var font = new SKFont(s_font.Value, (float)size) { Embolden = isBold, Subpixel = true };
        Use(SKPaintStyle.Fill, ink, 0);
        _surface.Canvas.DrawText(text, (float)x, (float)y, isMiddle ? SKTextAlign.Center : SKTextAlign.Left, font, _paint);
    }

    /// <summary>The content of the file.</summary>
    public byte[] ToArray()
    {
        using SKImage image = _surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _paint.Dispose();
        _surface.Dispose();
    }

    private static SKTypeface ReadFont()
    {
        using Stream stream = typeof(PngPicture).Assembly.GetManifestResourceStream(Font)!;
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }

    private void Use(SKPaintStyle style, string colour, double thickness)
    {
        _paint.Style = style;
        _paint.Color = SKColor.Parse(colour);
        _paint.StrokeWidth = (float)thickness;
        _paint.StrokeCap = SKStrokeCap.Butt;
    }
}
