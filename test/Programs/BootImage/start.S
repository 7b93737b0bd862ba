@ A boot image starts at address 0 of the monitor's ITCM, with low vectors. Bytes 384 to 511 are left to the settings that hosts put there.
    .arm
    .section .text.start, "ax"
    .global _start
_start:
    b reset
    b failed
    b failed
    b failed
    b failed
    nop
    b failed
    b failed
reset:
    msr cpsr_c, #0xdf
    ldr sp, =0x00408000
    ldr r0, =bss_start
    ldr r1, =bss_end
    mov r2, #0
1:  cmp r0, r1
    strlo r2, [r0], #4
    blo 1b
    bl main
failed:
    mcr p15, 0, r0, c7, c0, 4
    b failed
    .ltorg

@ What application cores start with, from the boot vectors: it is copied to system RAM, with the source and the number of words after it.
    .global stub, stub_end
stub:
    mov r0, #0
    mcr p15, 0, r0, c1, c0, 0
    ldr r1, stub_source
    ldr r2, stub_words
    mov r3, #0
1:  ldr r4, [r1], #4
    str r4, [r3], #4
    subs r2, r2, #1
    bne 1b
    @ Say that the copy is made: 1 at 0xf5007100 + 4 * core.
    mov r0, #0x30000000
    ldr r0, [r0, #0x14]
    mov r0, r0, lsr #24
    ldr r1, stub_said
    mov r2, #1
    str r2, [r1, r0, lsl #2]
    mov pc, #0
stub_said:   .word 0xf5007100
stub_source: .word 0
stub_words:  .word 0
stub_end:

    @ The settings of hosts.
    .org 384
    .space 128

@ The program of application cores: it counts milliseconds at 0x60200000 + 4 * core, by the interrupt of timer 1. It can be anywhere, and runs at 0.
    .global counter, counter_end
counter:
    b counter_reset
    b .
    b .
    b .
    b .
    nop
    ldr pc, [pc, #-0xff0]
    b .
counter_reset:
    msr cpsr_c, #0xd2
    mov sp, #0x00400000
    add sp, sp, #0x1000
    msr cpsr_c, #0xdf
    mov sp, #0x00400000
    add sp, sp, #0x2000
    mov r4, #0x30000000
    ldr r4, [r4, #0x14]
    mov r4, r4, lsr #24
    mov r5, #0x60000000
    add r5, r5, #0x200000
    add r5, r5, r4, lsl #2
    mov r6, #0
    str r6, [r5]
    @ The best slot of the interrupt controller is timer 1's.
    mov r6, #0x1f000000
    mov r7, #(counter_handler - counter)
    str r7, [r6, #0x100]
    mov r7, #0x24
    str r7, [r6, #0x200]
    mov r7, #0x10
    str r7, [r6, #0x10]
    @ 200,000 clocks, periodic, 32 bits, with interrupt.
    mov r8, #0x11000000
    ldr r7, [pc, #(counter_load - . - 8)]
    str r7, [r8]
    mov r7, #0xe2
    str r7, [r8, #8]
    msr cpsr_c, #0x5f
counter_loop:
    mcr p15, 0, r0, c7, c0, 4
    b counter_loop
counter_handler:
    sub lr, lr, #4
    stmfd sp!, {r0, lr}
    str r0, [r8, #0xc]
    ldr r0, [r5]
    add r0, r0, #1
    str r0, [r5]
    str r0, [r6, #0x30]
    ldmfd sp!, {r0, pc}^
counter_load: .word 200000
counter_end:
