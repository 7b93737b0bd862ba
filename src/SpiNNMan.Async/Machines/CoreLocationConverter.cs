namespace SpiNNMan.Async.Machines;

/// <summary>Reads a core from a configuration: <c>4,8,1</c>.</summary>
internal sealed class CoreLocationConverter() : PlaceConverter<CoreLocation>("x,y,core", 3)
{
    protected override CoreLocation Make(int[] numbers) => new((byte)numbers[0], (byte)numbers[1], (byte)numbers[2]);
}
