@ The table of the image, its name, the vectors, stacks for all modes, and what becomes of exceptions.
    .arm
    .section .table, "a"
table:
    .word 2, 0, __text_load - table, __text_size
    .word 2, 0x00400000, __data_load - table - 16, __data_size
    .word 3, __bss_start, __bss_size, 0
    .word 4, 0, 0, 0
    .word 0xffffffff, 0, 0, 0

@ When it was built, with the name after it, as hosts look for them.
    .section .date, "a"
    .word 1700000000

    .section .vectors, "ax"
    .global _start
_start:
    ldr pc, [pc, #0x18]
    ldr pc, [pc, #0x18]
    ldr pc, [pc, #0x18]
    ldr pc, [pc, #0x18]
    ldr pc, [pc, #0x18]
    nop
    ldr pc, [pc, #-0xff0]
    ldr pc, [pc, #0x18]
    .word reset, undefined, software, prefetch, data, 0, 0, fiq

reset:
    mov r4, r0
    msr cpsr_c, #0xd1
    ldr sp, =0x0040f000
    msr cpsr_c, #0xd2
    ldr sp, =0x0040f800
    msr cpsr_c, #0xd7
    ldr sp, =0x0040fa00
    msr cpsr_c, #0xdb
    ldr sp, =0x0040fb00
    msr cpsr_c, #0xd3
    ldr sp, =0x0040fd00
    msr cpsr_c, #0xdf
    ldr sp, =0x0040e800
    ldr r0, =0x1f7e                 @ alignment check, low vectors
    mcr p15, 0, r0, c1, c0, 0
    mov r1, #0
    ldr r0, =through_zero           @ whoever comes by zero again is lost
    str r0, [r1, #0x20]
    mov r0, r4
    ldr r1, =start
    mov lr, pc
    bx r1
stop:
    mov r0, #0
    mcr p15, 0, r0, c7, c0, 4
    b stop

    .global interrupts_off, interrupts, sleep
sleep:
    mov r0, #0
    mcr p15, 0, r0, c7, c0, 4
    bx lr
interrupts_off:
    mrs r0, cpsr
    orr r1, r0, #0x80
    msr cpsr_c, r1
    bx lr
interrupts:
    msr cpsr_c, r0
    bx lr

@ Interrupts: in system mode and open, so that better ones come through. r0 is where the core was.
    .macro interrupt name, routine
    .global \name
\name:
    sub lr, lr, #4
    stmfd sp!, {r0-r3, r12, lr}
    mrs r1, spsr
    stmfd sp!, {r1, r2}
    mov r0, lr
    msr cpsr_c, #0x1f
    stmfd sp!, {r4, lr}
    ldr r4, =\routine
    mov lr, pc
    bx r4
    ldmfd sp!, {r4, lr}
    msr cpsr_c, #0x92
    ldr r1, =0x1f000030
    str r1, [r1]
    ldmfd sp!, {r1, r2}
    msr spsr_cxsf, r1
    ldmfd sp!, {r0-r3, r12, pc}^
    .endm

    interrupt on_processor, mailbox
    .weak first_interrupt, second_interrupt
    interrupt on_first, first_interrupt
    interrupt on_second, second_interrupt
first_interrupt:
second_interrupt:
    bx lr

@ What cannot go on leaves its registers with the monitor, and sleeps.
    .macro exception name, code
\name:
    stmfd sp!, {r8, r9}
    mov r9, #\code
    b give_up
    .endm

    exception undefined, 2
    exception software, 3
    exception prefetch, 4
    exception data, 5
through_zero:
    msr cpsr_c, #0xdb
    stmfd sp!, {r8, r9}
    mov r9, #1
give_up:
    ldr r8, =me
    ldr r8, [r8]
    cmp r8, #0
    beq quiet
    stmia r8, {r0-r7}
    mrs r0, spsr
    str r0, [r8, #0x20]
    str lr, [r8, #0x28]
    add r0, r8, #0x24
    stmia r0, {sp}^
    strb r9, [r8, #0x2c]
    mov r0, #2
    strb r0, [r8, #0x2e]
quiet:
    ldr r0, =0x1f000014
    mvn r1, #0
    str r1, [r0]
    b stop

    .weak fiq
fiq:
    subs pc, lr, #4
    .ltorg
